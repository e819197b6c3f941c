using System.CommandLine;
using Ccsp.Cli.Tables;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Storage;

namespace Ccsp.Cli.Config;

/// <summary><c>ccsp config show</c>: all keys with effective values, secrets masked, and their sources.</summary>
internal static class ConfigShowCommand
{
    private static readonly Column[] Columns = [new("KEY", Whole: true), new("VALUE", Whole: true), new("SOURCE", Whole: true)];

    public static Command Create(Shell shell)
    {
        var options = ConfigOptions.OfGateway();
        var command = new Command("show", "Show every key, its value and where it comes from") { JsonOutput.Option };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var result = options.Load(parsed, shell);
            if (result is not OptionsResult.Loaded loaded)
                return ConfigOptions.Refuse(shell, (OptionsResult.Refused)result, ExitCodes.Findings);
            if (parsed.GetValue(JsonOutput.Option))
                ConfigJson.WriteValues(shell, loaded.Values);
            else
            {
                WriteOrigin(shell, loaded);
                TableOutput.Write(shell, Columns, loaded.Values.Select(v => new[] { v.Path, v.Value ?? "-", v.Source }));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>A running gateway may have been started elsewhere, with other flags, or before the file changed.</summary>
    private static void WriteOrigin(Shell shell, OptionsResult.Loaded loaded)
    {
        shell.Error.WriteLine(
            $"ccsp: what a gateway started here would use; read: "
            + $"{(loaded.Files.Count == 0 ? "no file" : string.Join(", ", loaded.Files))}");
        if (DataFolderLock.HolderOf(loaded.Options.DataDir) is { } holder
            && holder.Host == Environment.MachineName
            && Directory.Exists($"/proc/{holder.Pid}"))
            shell.Error.WriteLine(
                $"ccsp: the gateway with process id {holder.Pid}, which runs on this data folder, may use another configuration");
    }
}
