using Ccsp.Gateway.Configuration;

namespace Ccsp.Gateway;

/// <summary>The composition root.</summary>
internal static class Gateway
{
    /// <summary>Serves until told to stop.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="drain">Whether a stop waits for the runs.</param>
    /// <param name="onReady">Is told once, in one line, when requests are answered.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <returns>An exit code.</returns>
    public static Task<int> RunAsync(GatewayOptions options, bool drain, Action<string> onReady, CancellationToken stop) =>
        throw new NotImplementedException("the gateway is not composed yet");
}
