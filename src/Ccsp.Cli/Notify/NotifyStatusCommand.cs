using System.CommandLine;
using System.Globalization;
using Ccsp.Cli.Commands;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Tables;
using Ccsp.Cli.Terminal;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Notify;

/// <summary><c>ccsp notify status</c></summary>
internal static class NotifyStatusCommand
{
    private static readonly Column[] Columns =
    [
        new("CHANNEL", Whole: true), new("FROM", MayGo: true), new("WAITING", Whole: true), new("DEAD", Whole: true),
        new("REFUSED", MayGo: true),
        new("LAST SUCCESS", Whole: true, MayGo: true), new("PAUSED UNTIL", Whole: true, MayGo: true), new("ERROR"),
    ];

    public static Command Create(Shell shell, Connection connection) => ReadingCommand.Create(
        "status",
        "Show how the notification channels do",
        shell,
        connection,
        (client, cancellationToken) => client.GetNotificationChannelsAsync(cancellationToken),
        JsonOutput.Readable.NotificationChannelList,
        channels => TableOutput.Write(shell, Columns, channels.Items.Select(channel => Row(channel, shell))));

    private static string[] Row(NotificationChannel channel, Shell shell) =>
    [
        channel.Name,
        EnumNames<Severity>.Of(channel.MinimumSeverity),
        channel.Waiting.ToString(CultureInfo.InvariantCulture),
        channel.Dead.ToString(CultureInfo.InvariantCulture),
        channel.Refused.ToString(CultureInfo.InvariantCulture),
        Time(channel.LastSuccessAt, shell),
        Time(channel.PausedUntil, shell),
        channel.LastError ?? "",
    ];

    private static string Time(DateTimeOffset? time, Shell shell) => LocalTime.Of(time, shell) ?? "-";
}
