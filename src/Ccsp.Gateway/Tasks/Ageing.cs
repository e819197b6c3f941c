using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

/// <summary>When a waiting task moves up a class: low → normal → high, never to urgent, whose slots are for those who asked.</summary>
internal static class Ageing
{
    /// <param name="effective">The class it waits in.</param>
    /// <param name="since">When it came into that class while ready.</param>
    /// <param name="step">Waiting time per class.</param>
    /// <returns>The time of the next promotion; null when there is none.</returns>
    public static DateTimeOffset? NextPromotion(Priority effective, DateTimeOffset since, TimeSpan step) =>
        effective is Priority.Low or Priority.Normal ? since + step : null;

    public static Priority Promoted(Priority effective) => effective switch
    {
        Priority.Low => Priority.Normal,
        Priority.Normal => Priority.High,
        _ => effective,
    };
}
