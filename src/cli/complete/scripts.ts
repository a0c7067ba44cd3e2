/** What `aeon-run completion SHELL` prints: each asks `aeon-run __complete SHELL WORD…`, a candidate a line. */
export const completionScripts = {
  bash: `# Put into ~/.bashrc:  eval "$(aeon-run completion bash)"
_aeon_run() {
  local current=\${COMP_WORDS[COMP_CWORD]} line
  COMPREPLY=()
  while IFS= read -r line; do
    if [ "$line" = :files ]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
    else
      COMPREPLY+=("$(printf %q "$line")")
    fi
  done < <(aeon-run __complete bash "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _aeon_run aeon-run
`,
  zsh: `#compdef aeon-run
# Put into ~/.zshrc, after compinit:  eval "$(aeon-run completion zsh)"
_aeon_run() {
  local line
  local -a found
  for line in "\${(@f)$(aeon-run __complete zsh "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      '') ;;
      :files) _files ;;
      *) found+=("$line") ;;
    esac
  done
  (( $#found )) && compadd -a found
}
compdef _aeon_run aeon-run
`,
  fish: `# Put into ~/.config/fish/completions/aeon-run.fish:  aeon-run completion fish
function __aeon_run_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in (aeon-run __complete fish $words[2..-1] 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c aeon-run -f -a '(__aeon_run_complete)'
`,
} as const;

export type Shell = keyof typeof completionScripts;
