using System.CommandLine;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli.Config;

/// <summary><c>ccsp config check</c>: what would prevent a start and what it would miss, without starting.</summary>
internal static class ConfigCheckCommand
{
    public static Command Create(Shell shell)
    {
        var options = ConfigOptions.OfGateway();
        var command = new Command("check", "Check the configuration; exit code 5 on findings") { JsonOutput.Option };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var (findings, notes) = Check(options.Load(parsed, shell), shell.Environment.GetValueOrDefault("PATH"));
            if (parsed.GetValue(JsonOutput.Option))
                ConfigJson.WriteFindings(shell, findings, notes);
            else
                WriteText(shell, findings, notes);
            return findings.Count == 0 ? ExitCodes.Done : ExitCodes.Findings;
        });
        return command;
    }

    /// <returns>Mistakes, and what is no mistake but will be missed.</returns>
    private static (IReadOnlyList<ConfigFinding> Findings, IReadOnlyList<ConfigFinding> Notes) Check(OptionsResult result, string? path) =>
        result switch
        {
            OptionsResult.Loaded loaded =>
                (ConfigFinding.InOrder(SurroundingsCheck.Check(loaded, path)), [.. SurroundingsCheck.Notes(loaded, path)]),
            OptionsResult.Refused refused => (refused.Findings, []),
            _ => throw new InvalidOperationException("a result of a third kind"),
        };

    private static void WriteText(Shell shell, IReadOnlyList<ConfigFinding> findings, IReadOnlyList<ConfigFinding> notes)
    {
        if (findings.Count > 0)
            ConfigOptions.Report(shell, findings, shell.Out);
        else
            shell.Out.WriteLine(
                notes.Count == 0 ? "the configuration is fine" : "the configuration has no mistake; what it needs is not all here:");
        foreach (var note in notes)
            shell.Out.WriteLine($"{note.Path}: {note.Message}");
    }
}
