using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Queue;

/// <summary><c>ccsp queue pause</c></summary>
internal static class PauseCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var reason = new Argument<string?>("REASON") { Description = "A sentence for those who wait", Arity = ArgumentArity.ZeroOrOne };
        var until = TimeOptions.Coming("--until", "Resume by itself then", shell);
        var part = new PartOptions();
        var command = new Command(
            "pause", "Let no further task start, or none of a class or group; runs go on") { reason, until, JsonOutput.Option };
        part.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var queue = await client.PauseQueueAsync(new QueuePause
            {
                Reason = parsed.GetValue(reason),
                Until = parsed.GetValue(until),
                Priority = part.Priority(parsed),
                Group = part.Group(parsed),
            }, cancellationToken);
            return QueueOutput.Write(shell, queue, parsed.GetValue(JsonOutput.Option));
        });
        return command;
    }
}
