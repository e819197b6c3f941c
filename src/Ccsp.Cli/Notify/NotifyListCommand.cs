using System.CommandLine;
using System.Globalization;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Tables;
using Ccsp.Cli.Terminal;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Notify;

/// <summary><c>ccsp notify list</c></summary>
internal static class NotifyListCommand
{
    private const int ErrorWidth = 100;

    private static readonly Column[] Columns =
    [
        new("ID", Whole: true), new("STATE", Whole: true), new("CHANNEL", Whole: true), new("CREATED", Whole: true, MayGo: true),
        new("TRIES", Whole: true, MayGo: true), new("TITLE"), new("ERROR"),
    ];

    public static Command Create(Shell shell, Connection connection)
    {
        var state = new Option<string?>("--state") { Description = "Only in this state; dead: given up", HelpName = "STATE" };
        state.AcceptOnlyFromAmong([.. EnumNames<NotificationState>.All]);
        var channel = new Option<string?>("--channel") { Description = "Only of this channel", HelpName = "CHANNEL" };
        var limit = new Option<int>("--limit", "-n")
        {
            Description = "Notifications on one page", HelpName = "N", DefaultValueFactory = _ => 50,
        };
        var before = new Option<long?>("--before") { Description = "Go on where the page before ended", HelpName = "ID" };
        var command = new Command("list", "List notifications, newest first") { state, channel, limit, before, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var page = await client.GetNotificationsAsync(
                EnumNames<NotificationState>.TryParse(parsed.GetValue(state), out var only) ? only : null,
                parsed.GetValue(limit), parsed.GetValue(before), parsed.GetValue(channel), cancellationToken);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, page, JsonOutput.Readable.NotificationList);
            TableOutput.Write(shell, Columns, page.Items.Select(view => Row(view, shell)));
            if (page.Next is { } next)
                shell.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"more: --before {next}"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string[] Row(NotificationView view, Shell shell) =>
    [
        view.Id.ToString(CultureInfo.InvariantCulture),
        EnumNames<NotificationState>.Of(view.State),
        view.Channel,
        LocalTime.Of(view.CreatedAt, shell) ?? "-",
        view.Tries.ToString(CultureInfo.InvariantCulture),
        view.Title,
        PlainText.OneLine(view.Error, ErrorWidth),
    ];
}
