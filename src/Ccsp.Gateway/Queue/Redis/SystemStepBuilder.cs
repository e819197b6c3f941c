using Ccsp.Gateway.Gates;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>For a room whose own fields must change together with a gate, or be told as an event: all of it is one commit.</summary>
internal sealed class SystemStepBuilder(StepBuilder builder, RedisKey fields)
{
    /// <summary>Null for a gate nobody ever set.</summary>
    public GateState? Gate(string name) => builder.Gate(name);

    public void Change(GateChange change)
    {
        if (Gating.Change(builder.Gate(change.Gate), change) is { } step)
            builder.Put(step, change.Now);
    }

    /// <summary>Tells a fact about the system.</summary>
    /// <param name="data">A JSON object.</param>
    public void Append(string type, DateTimeOffset at, string data) => builder.Append(type, at, null, data);

    /// <summary>One of the room's own fields.</summary>
    public void Put(string field, byte[] value) => builder.Batch.Put(fields, field, value);
}
