using System.Globalization;

namespace Ccsp.Gateway.Queue.Admission;

/// <summary>Asks one gate. Pure; used by the claim and, without effect, by explain.</summary>
internal static class Admit
{
    /// <param name="name">The gate.</param>
    /// <param name="state">Its stored state, null when nobody ever set it.</param>
    /// <param name="defaultLimit">The limit of a gate that has none stored: 1 for a directory.</param>
    /// <param name="leases">Live leases that name it. Occupancy is this count; there is no other counter.</param>
    /// <param name="now">The store's now.</param>
    public static GateAnswer Ask(string name, GateState? state, int? defaultLimit, int leases, DateTimeOffset now)
    {
        if (state?.IsClosedAt(now) == true)
        {
            var until = state.ClosedUntil is { } time ? $" until {time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}" : " until someone opens it";
            return new GateAnswer(name, GateKind.Hold, false, $"{name} is closed by {state.Actor}{until}: {state.Reason}", state.ClosedUntil, $"POST /api/v1/gates/{Uri.EscapeDataString(name)}/open");
        }

        var limit = state?.Limit ?? defaultLimit;
        return limit is { } most && leases >= most
            ? new GateAnswer(name, GateKind.Concurrency, false, $"{name} has {leases} of {most} runs", null, null)
            : new GateAnswer(name, limit is null ? GateKind.Hold : GateKind.Concurrency, true, limit is null ? $"{name} is open" : $"{name} has {leases} of {limit} runs", null, null);
    }

    public static int? DefaultLimit(string gate) => gate.StartsWith("dir:", StringComparison.Ordinal) ? 1 : null;
}
