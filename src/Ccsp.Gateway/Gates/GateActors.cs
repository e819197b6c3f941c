namespace Ccsp.Gateway.Gates;

/// <summary>Actors other than people that close and open gates.</summary>
internal static class GateActors
{
    /// <summary>The provider said so: a limit, a refused login, a bill.</summary>
    public const string Provider = "provider";

    public const string Gateway = "gateway";
}
