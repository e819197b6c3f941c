using System.CommandLine;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli.Config;

/// <summary><c>ccsp config check</c>: what would prevent a start, without starting.</summary>
internal static class ConfigCheckCommand
{
    public static Command Create(Shell shell)
    {
        var options = ConfigOptions.OfGateway();
        var command = new Command("check", "Check the configuration; exit code 5 on findings") { JsonOutput.Option };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var result = options.Load(parsed, shell);
            var path = shell.Environment.GetValueOrDefault("PATH");
            if (result is OptionsResult.Loaded valid && SurroundingsCheck.Check(valid, path).ToList() is { Count: > 0 } missing)
                result = new OptionsResult.Refused(missing);
            if (parsed.GetValue(JsonOutput.Option))
            {
                ConfigJson.WriteFindings(shell, result is OptionsResult.Refused r ? r.Findings : []);
                return result is OptionsResult.Refused ? ExitCodes.Findings : ExitCodes.Done;
            }

            if (result is OptionsResult.Refused refused)
                return ConfigOptions.Report(shell, refused, shell.Out, ExitCodes.Findings);
            var notes = SurroundingsCheck.Notes((OptionsResult.Loaded)result, path).ToList();
            shell.Out.WriteLine(
                notes.Count == 0 ? "the configuration is fine" : "the configuration has no mistake; what it needs is not all here:");
            foreach (var note in notes)
                shell.Out.WriteLine($"{note}; tasks for it wait until there is one");
            return ExitCodes.Done;
        });
        return command;
    }
}
