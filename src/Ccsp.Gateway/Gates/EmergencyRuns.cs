using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Gates;

/// <param name="Live">Leases at the beginning.</param>
/// <param name="Stopped">Given back to their queue.</param>
/// <param name="Finished">Ended by themselves or for another reason.</param>
/// <param name="Lost">Their instance fell silent, or nothing was left of them.</param>
internal sealed record EmergencyRuns(int Live, int Stopped = 0, int Finished = 0, int Lost = 0)
{
    [JsonIgnore]
    public int Survivors => Live - Stopped - Finished - Lost;
}
