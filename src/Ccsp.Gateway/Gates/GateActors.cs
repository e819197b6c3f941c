namespace Ccsp.Gateway.Gates;

/// <summary>Who closes and opens gates besides people.</summary>
internal static class GateActors
{
    /// <summary>The provider said so: a limit, a refused login, a bill.</summary>
    public const string Provider = "provider";

    public const string Gateway = "gateway";
}
