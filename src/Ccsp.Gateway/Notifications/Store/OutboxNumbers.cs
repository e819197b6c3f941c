namespace Ccsp.Gateway.Notifications.Store;

/// <summary>The last number issued; numbers of pruned notifications are not reused.</summary>
internal sealed record OutboxNumbers(long Last)
{
    public const string Key = "notifications";
}
