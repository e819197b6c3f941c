using System.CommandLine;
using System.Globalization;
using Ccsp.Contracts;

namespace Ccsp.Cli.Notify;

/// <summary><c>ccsp notify status</c></summary>
internal static class StatusCommand
{
    public static Command Create(Shell shell, Connection connection) => ReadingCommand.Create(
        "status",
        "Show how the notification channels do",
        shell,
        connection,
        (client, stop) => client.GetNotificationChannelsAsync(stop),
        JsonOutput.Readable.NotificationChannelList,
        channels => TableOutput.Write(shell, ["CHANNEL", "FROM", "WAITING", "DEAD", "REFUSED", "LAST SUCCESS", "PAUSED UNTIL", "ERROR"], channels.Items.Select(Row)));

    private static string[] Row(NotificationChannel channel) =>
    [
        channel.Name,
        Words<Severity>.Of(channel.MinimumSeverity),
        channel.Waiting.ToString(CultureInfo.InvariantCulture),
        channel.Dead.ToString(CultureInfo.InvariantCulture),
        channel.Refused.ToString(CultureInfo.InvariantCulture),
        Time(channel.LastSuccessAt),
        Time(channel.PausedUntil),
        channel.LastError ?? "",
    ];

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
}
