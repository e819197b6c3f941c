using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

/// <summary>Why a run is being stopped. Recorded before the first signal is sent, never inferred afterwards.</summary>
[JsonConverter(typeof(EnumNameConverter<StopReason>))]
internal enum StopReason
{
    Cancel,
    Timeout,
    FirstByte,
    Silence,
    Output,
    Limit,
    Login,
    Throttle,
    Budget,
    Drain,
    Emergency,
}
