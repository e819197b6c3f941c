namespace Ccsp.Gateway.Engines;

/// <summary>One window.</summary>
internal sealed record WindowState(double? Utilization, DateTimeOffset? ResetsAt, string? Status)
{
    /// <summary>Null when neither a status nor a utilisation tells.</summary>
    public bool? IsExhausted => Status is not null ? Status == "rejected" : Utilization is { } used ? used >= 1 : null;
}
