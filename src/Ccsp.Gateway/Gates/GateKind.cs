using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Gates;

/// <summary>The kind of a limit. A gate may have several; each answers on its own.</summary>
[JsonConverter(typeof(EnumNameConverter<GateKind>))]
internal enum GateKind
{
    /// <summary>At most so many live leases.</summary>
    Concurrency,

    /// <summary>Closed by someone until a time or a person opens it.</summary>
    Hold,

    /// <summary>Free memory of the instance.</summary>
    Memory,

    /// <summary>At most so many starts in a time.</summary>
    Rate,

    /// <summary>The share of a provider's window that is used up.</summary>
    Quota,

    /// <summary>Live leases, lowered by throttles and raised again by good endings.</summary>
    Adaptive,

    /// <summary>A growing pause after runs that a provider throttled.</summary>
    Pause,

    /// <summary>Few starts at first after a provider's limit has opened.</summary>
    Ramp,

    /// <summary>Fewer live leases than usual while a login is renewed or tried.</summary>
    Narrowed,

    /// <summary>Money.</summary>
    Budget,

    /// <summary>What an instance lacks to start any run: disk space, processes, memory.</summary>
    Start,
}
