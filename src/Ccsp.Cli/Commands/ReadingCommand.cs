using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Commands;

/// <summary>A command that reads one answer from the gateway and prints it: for people, or as JSON with <c>--json</c>.</summary>
internal static class ReadingCommand
{
    /// <param name="name">The command's name.</param>
    /// <param name="description">For its help.</param>
    /// <param name="read">Sends the request.</param>
    /// <param name="type">Serializes the answer for JSON output.</param>
    /// <param name="show">Prints the answer for people.</param>
    public static Command Create<T>(
        string name, string description, Shell shell, Connection connection, Func<GatewayClient, CancellationToken, Task<T>> read,
        JsonTypeInfo<T> type, Action<T> show)
    {
        var command = new Command(name, description) { JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var answer = await read(client, cancellationToken);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, answer, type);
            show(answer);
            return ExitCodes.Done;
        });
        return command;
    }
}
