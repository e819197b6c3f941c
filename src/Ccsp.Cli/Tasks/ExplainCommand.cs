using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Tables;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks explain</c>: why a task waits.</summary>
internal static class ExplainCommand
{
    private static readonly Column[] Columns = [new("GATE", Whole: true), new("ADMITS", Whole: true), new("WHY")];

    public static Command Create(Shell shell, Connection connection)
    {
        var id = TaskArgument.One();
        var command = new Command("explain", "Say why a task waits") { id, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var answer = await client.ExplainAsync(
                await TaskReference.FindAsync(client, shell, parsed.GetRequiredValue(id), cancellationToken), cancellationToken);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, answer, JsonOutput.Readable.ExplanationView);
            shell.Out.WriteLine(answer.Summary);
            foreach (var condition in answer.Conditions ?? [])
                shell.Out.WriteLine(condition.Reason);
            if (answer.Gates.Count > 0)
                TableOutput.Write(
                    shell, Columns, answer.Gates.Select(gate => new[] { gate.Gate, gate.Admits ? "yes" : "no", gate.Reason }));
            foreach (var gate in answer.Gates.Where(gate => !gate.Admits && gate.Action is not null))
                shell.Out.WriteLine($"To open {gate.Gate}: {gate.Action}");
            return ExitCodes.Done;
        });
        return command;
    }
}
