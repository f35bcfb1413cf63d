# Completions of themata for bash. The program answers, so they know the study on the line.
_themata() {
    local reply
    COMPREPLY=()
    while IFS= read -r reply; do
        COMPREPLY+=("$reply")
    done < <(
        THEMATA_COMPLETE=bash THEMATA_COMPLETE_TYPE="$COMP_TYPE" \
            "${1/#\~\//$HOME/}" -- "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null
    )
    # A folder and a facet are to be gone on with.
    if [[ ${#COMPREPLY[@]} -eq 1 && "${COMPREPLY[0]}" == *[/=] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F _themata themata 2>/dev/null || complete -F _themata themata
