using System.Text.Json;
using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Queue.Records;

internal static class GateStates
{
    /// <summary>By what would be stored: a state holds dictionaries, which compare by reference.</summary>
    public static bool AreEqual(GateState? gate, GateState? other) => ReferenceEquals(gate, other)
        || (gate is not null && other is not null && Bytes(gate).AsSpan().SequenceEqual(Bytes(other)));

    private static byte[] Bytes(GateState state) => JsonSerializer.SerializeToUtf8Bytes(state, GateJson.Default.GateState);
}
