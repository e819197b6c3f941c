using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.Notifications.Channels;

/// <summary>Writes one line to the gateway's log.</summary>
internal sealed partial class LogChannel(ILogger<LogChannel> log) : IChannel
{
    public string Name => ChannelNames.Log;

    public int Concurrency => 8;

    public Task<DeliveryOutcome.Sent> SendAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var notice = entry.Notice;
        var level = notice.Severity switch
        {
            Severity.Info => LogLevel.Information,
            Severity.Warning => LogLevel.Warning,
            Severity.Error => LogLevel.Error,
            _ => LogLevel.Critical,
        };
        Log.Notified(log, level, notice.Kind, notice.Topic, notice.Title, notice.Body);
        return Task.FromResult(new DeliveryOutcome.Sent("written"));
    }

    private static partial class Log
    {
        [LoggerMessage(Message = "{Kind} {Topic}: {Title} {Body}")]
        public static partial void Notified(ILogger log, LogLevel level, string kind, string topic, string title, string body);
    }
}
