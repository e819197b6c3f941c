using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Mail;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.Notifications.Channels;

/// <summary>Sends notifications as mail.</summary>
internal sealed class EmailChannel(MailOptions options, IReadOnlyCollection<string> allowed, PeerLimits limits) : IChannel
{
    private readonly GuardedConnect _guard = new(allowed, limits.Connect);

    public string Name => ChannelNames.Email;

    public int Concurrency => 1;

    public async Task<DeliveryOutcome.Sent> SendAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(limits.Total);
        try
        {
            await using var connection = await _guard.ToAsync(options.Host, options.Port, limit.Token);
            return await SmtpSession.SendAsync(
                connection, options, MailMessages.Of(entry.Notice, options, now), entry.Recipients ?? options.To, limit.Token);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PeerFailure($"{options.Host} did not take the mail within {limits.Total.TotalSeconds:0.#} s", cause: ex);
        }
        catch (IOException ex)
        {
            throw new PeerFailure($"{options.Host}: {ex.Message}", cause: ex);
        }
    }
}
