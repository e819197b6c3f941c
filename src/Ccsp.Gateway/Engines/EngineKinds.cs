namespace Ccsp.Gateway.Engines;

internal static class EngineKinds
{
    public const string Claude = "claude";
    public const string Command = "command";
}
