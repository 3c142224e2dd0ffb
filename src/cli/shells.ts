/** The shells that there is a script for. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/**
 * Scripts that ask the hidden command `__complete` for every word, so that they never grow old. Where
 * it knows nothing, the shell offers files.
 */
export const completionScripts: Readonly<Record<Shell, string>> = {
  // Bash takes `=` and `:` for ends of words: what it calls the current word is cut off what we get.
  bash: String.raw`# lineagectl completion for bash: eval "$(lineagectl completion bash)"
_lineagectl() {
  local line="${"$"}{COMP_LINE:0:COMP_POINT}" current="${"$"}{COMP_WORDS[COMP_CWORD]}" candidate prefix
  local -a words
  read -ra words <<< "$line"
  [[ "$line" == *[[:space:]] ]] && words+=("")
  [[ "$current" == "=" || "$current" == ":" ]] && current=""
  prefix="${"$"}{words[${"$"}{#words[@]}-1]}"
  prefix="${"$"}{prefix%"$current"}"
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("${"$"}{candidate#"$prefix"}")
  done < <(lineagectl __complete -- "${"$"}{words[@]:1}" 2>/dev/null)
}
complete -o bashdefault -o default -F _lineagectl lineagectl
`,
  zsh: String.raw`#compdef lineagectl
# lineagectl completion for zsh: eval "$(lineagectl completion zsh)"
_lineagectl() {
  local -a candidates
  candidates=("${"$"}{(@f)$(lineagectl __complete -- "${"$"}{(@)words[2,CURRENT]}" 2>/dev/null)}")
  candidates=("${"$"}{(@)candidates:#}")
  if (( ${"$"}{#candidates} )); then
    compadd -a candidates
  else
    _files
  fi
}
if [ "${"$"}{funcstack[1]}" = "_lineagectl" ]; then
  _lineagectl "$@"
else
  compdef _lineagectl lineagectl
fi
`,
  fish: String.raw`# lineagectl completion for fish: lineagectl completion fish | source
function __lineagectl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    test -z "$current"; and set current ""
    lineagectl __complete -- $words[2..-1] $current 2>/dev/null
end
complete -c lineagectl -a '(__lineagectl_complete)'
`,
};
