namespace Ccsp.Gateway.Engines;

internal sealed record WindowState(double? Utilization, DateTimeOffset? ResetsAt, string? Status)
{
    /// <summary>Null when neither a status nor a utilization is given.</summary>
    public bool? IsExhausted => Status is not null ? Status == "rejected" : Utilization is { } used ? used >= 1 : null;
}
