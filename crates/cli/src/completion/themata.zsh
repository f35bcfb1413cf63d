#compdef themata
# Completions of themata for zsh. The program answers, so they know the study on the line.
_themata() {
    local -a answer whole going
    local candidate value program=${~${(Q)words[1]}}
    answer=("${(@f)$(
        THEMATA_COMPLETE=zsh $program -- "${(@Q)words[1,CURRENT-1]}" "${(Q)IPREFIX}${(Q)PREFIX}" 2>/dev/null
    )}")
    for candidate in $answer; do
        # A colon of the word itself is escaped; the first bare one begins the help.
        value=${candidate//\\:/_}
        # A folder and a facet are to be gone on with.
        if [[ ${value%%:*} == *[/=] ]]; then
            going+=("$candidate")
        else
            whole+=("$candidate")
        fi
    done
    (( $#whole )) && _describe -V 'candidates' whole
    (( $#going )) && _describe -V 'to be gone on with' going -S ''
}
if [[ ${funcstack[1]} == _themata ]]; then
    _themata "$@"
else
    compdef _themata themata
fi
