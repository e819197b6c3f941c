namespace Ccsp.Gateway.Configuration;

/// <summary>The source of a value; later layers override earlier ones.</summary>
internal enum Layer
{
    Default,
    File,
    DotEnv,
    Environment,
    Flag,
}
