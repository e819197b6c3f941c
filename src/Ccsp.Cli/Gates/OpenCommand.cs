using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Gates;

/// <summary><c>ccsp gates open</c></summary>
internal static class OpenCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var name = GatesCommand.Name();
        var command = new Command("open", "Open a closed gate") { name, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            return GateOutput.Write(
                shell, await client.OpenGateAsync(parsed.GetRequiredValue(name), cancellationToken), parsed.GetValue(JsonOutput.Option));
        });
        return command;
    }
}
