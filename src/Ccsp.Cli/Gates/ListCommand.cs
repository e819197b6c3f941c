using System.CommandLine;
using Ccsp.Contracts;

namespace Ccsp.Cli.Gates;

/// <summary><c>ccsp gates list</c></summary>
internal static class ListCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var command = new Command("list", "List the gates that someone set") { JsonOutput.Option };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = connection.Open(parsed, shell);
            var gates = await client.GetGatesAsync(stop);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, gates, JsonOutput.Readable.GateList);
            GateOutput.WriteTable(shell, gates.Items);
            return ExitCodes.Done;
        });
        return command;
    }
}
