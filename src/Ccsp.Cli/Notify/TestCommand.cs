using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Notify;

/// <summary><c>ccsp notify test</c></summary>
internal static class TestCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var channel = new Argument<string>("CHANNEL") { Description = "github, slack, webhook, email, pagerduty or log" };
        var command = new Command(
            "test",
            "Send a test notification over one channel and wait for what comes of it; ends with 1 when it was not taken") { channel,
            JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var tested = await client.TestNotificationAsync(parsed.GetRequiredValue(channel), cancellationToken);
            if (parsed.GetValue(JsonOutput.Option))
                JsonOutput.Write(shell, tested, JsonOutput.Readable.NotificationTested);
            else if (tested.Ok)
                shell.Out.WriteLine(PlainText.OneLine($"{tested.Channel}: {tested.Detail}", 500));
            else
                return Failures.Say(shell, PlainText.OneLine($"{tested.Channel}: {tested.Detail}", 500), ExitCodes.Failed);
            return tested.Ok ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }
}
