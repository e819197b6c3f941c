using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Gates;

/// <summary><c>ccsp gates close</c></summary>
internal static class CloseCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var name = GatesCommand.Name();
        var reason = new Argument<string?>("REASON") { Description = "A sentence for those who wait", Arity = ArgumentArity.ZeroOrOne };
        var until = TimeOptions.Coming("--until", "Open by itself then", shell);
        var command = new Command("close", "Let nothing pass a gate") { name, reason, until, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var closing = new GateClosing { Reason = parsed.GetValue(reason), Until = parsed.GetValue(until) };
            return GateOutput.Write(
                shell, await client.CloseGateAsync(parsed.GetRequiredValue(name), closing, cancellationToken),
                parsed.GetValue(JsonOutput.Option));
        });
        return command;
    }
}
