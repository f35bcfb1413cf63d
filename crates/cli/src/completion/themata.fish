# Completions of themata for fish. The program answers, so they know the study on the line.
function __themata_candidates
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -l current (commandline --current-token --cut-at-cursor)
    THEMATA_COMPLETE=fish $words[1] -- $words "$current" 2>/dev/null
end
complete --command themata --no-files --keep-order --arguments '(__themata_candidates)'
