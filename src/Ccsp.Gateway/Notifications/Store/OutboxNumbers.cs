namespace Ccsp.Gateway.Notifications.Store;

/// <summary>The last number a notification was given; one that was pruned is not given again.</summary>
internal sealed record OutboxNumbers(long Last)
{
    public const string Key = "notifications";
}
