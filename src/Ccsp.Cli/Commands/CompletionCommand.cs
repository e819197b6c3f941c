using System.CommandLine;
using Ccsp.Contracts;

namespace Ccsp.Cli.Commands;

/// <summary><c>ccsp completion</c>: a shell script that asks this program for completions.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _ccsp() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(ccsp "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _ccsp ccsp
        """;

    private const string Zsh = """
        #compdef ccsp
        _ccsp() {
            local -a answers
            answers=("${(@f)$(ccsp "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a answers || _files
        }
        compdef _ccsp ccsp
        """;

    private const string Fish = """
        complete -c ccsp -a '(ccsp "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
        """;

    public static Command Create(Shell shell)
    {
        var name = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        name.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command(
            "completion", "Print the completion script for a shell; for bash: eval \"$(ccsp completion bash)\"") { name };
        command.SetAction(parsed =>
        {
            shell.Out.WriteLine(parsed.GetRequiredValue(name) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => Fish,
            });
            return ExitCodes.Done;
        });
        return command;
    }
}
