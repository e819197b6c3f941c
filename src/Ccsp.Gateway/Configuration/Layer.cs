namespace Ccsp.Gateway.Configuration;

/// <summary>Which layer said something; a later one wins.</summary>
internal enum Layer
{
    Default,
    File,
    DotEnv,
    Environment,
    Flag,
}
