using System.CommandLine;
using System.Globalization;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Notify;

/// <summary><c>ccsp notify retry</c></summary>
internal static class NotifyRetryCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var ids = new Argument<long[]>("ID")
        {
            Description = "As ccsp notify list shows it; several are separated by spaces", Arity = ArgumentArity.ZeroOrMore,
        };
        var all = new Option<bool>("--all") { Description = "All that were given up" };
        var channel = new Option<string?>("--channel") { Description = "With --all: only of this channel", HelpName = "CHANNEL" };
        var command = new Command(
            "retry", "Send notifications again that were given up, and now those that wait; what was sent is not sent again")
        {
            ids, all, channel, JsonOutput.Option,
        };
        command.Validators.Add(result =>
        {
            var (some, every) = (result.GetResult(ids)?.Tokens.Count > 0, result.GetValue(all));
            if (some == every)
                result.AddError(some ? "name notifications, or say --all" : "ID is missing; --all sends all that were given up");
            else if (!every && result.GetValue(channel) is not null)
                result.AddError("--channel belongs to --all");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var json = parsed.GetValue(JsonOutput.Option);
            if (!parsed.GetValue(all))
                return await RetryAsync(client, parsed.GetRequiredValue(ids), json, shell, cancellationToken);
            var answer = await client.RetryNotificationsAsync(parsed.GetValue(channel), cancellationToken);
            if (json)
                return JsonOutput.Write(shell, answer, JsonOutput.Readable.NotificationsRetried);
            shell.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{answer.Retried} notification{(answer.Retried == 1 ? "" : "s")} sent again"));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>All are tried, even after a refusal.</summary>
    private static async Task<int> RetryAsync(GatewayClient client, long[] ids, bool json, Shell shell, CancellationToken cancellationToken)
    {
        var exit = ExitCodes.Done;
        foreach (var id in ids)
        {
            try
            {
                var view = await client.RetryNotificationAsync(id, cancellationToken);
                if (json)
                    JsonOutput.Write(shell, view, JsonOutput.Readable.NotificationView);
                else
                    shell.Out.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"{view.Id} {EnumNames<NotificationState>.Of(view.State)}"));
            }
            catch (GatewayException ex) when (ex.Problem is not null)
            {
                exit = Failures.Say(shell, string.Create(CultureInfo.InvariantCulture, $"{id}: {ex.Message}"), ex.ExitCode);
            }
        }

        return exit;
    }
}
