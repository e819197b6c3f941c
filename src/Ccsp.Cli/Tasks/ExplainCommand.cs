using System.CommandLine;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks explain</c>: why a task waits.</summary>
internal static class ExplainCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var id = TaskArgument.One();
        var command = new Command("explain", "Say why a task waits") { id, JsonOutput.Option };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = connection.Open(parsed, shell);
            var answer = await client.ExplainAsync(parsed.GetRequiredValue(id), stop);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, answer, JsonOutput.Readable.ExplanationView);
            shell.Out.WriteLine(answer.Summary);
            if (answer.Gates.Count > 0)
                TableOutput.Write(shell, ["GATE", "ADMITS", "WHY", "TO OPEN IT"], answer.Gates.Select(g => new[] { g.Gate, g.Admits ? "yes" : "no", g.Reason, g.Action ?? "" }));
            return ExitCodes.Done;
        });
        return command;
    }
}
