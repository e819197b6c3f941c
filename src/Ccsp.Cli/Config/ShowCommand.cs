using System.CommandLine;
using Ccsp.Contracts;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli.Config;

/// <summary><c>ccsp config show</c>: every key in force, its value with secrets masked, and who said so.</summary>
internal static class ShowCommand
{
    public static Command Create(Shell shell)
    {
        var options = ConfigOptions.OfGateway();
        var command = new Command("show", "Show every key, its value and where it comes from") { JsonOutput.Option };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var result = options.Load(parsed, shell);
            if (result is not OptionsResult.Loaded loaded)
                return ConfigOptions.Report(shell, (OptionsResult.Refused)result, shell.Error, ExitCodes.Findings);
            if (parsed.GetValue(JsonOutput.Option))
                ConfigJson.WriteValues(shell, loaded.Values);
            else
                TableOutput.Write(shell, ["KEY", "VALUE", "SOURCE"], loaded.Values.Select(v => new[] { v.Path, v.Value ?? "-", v.Source }));
            return ExitCodes.Done;
        });
        return command;
    }
}
