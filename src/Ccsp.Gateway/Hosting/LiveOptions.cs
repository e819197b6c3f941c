using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Telemetry;

namespace Ccsp.Gateway.Hosting;

/// <summary>Applies the options that can change while the gateway runs (<see cref="OptionKey.IsLive"/>); all others are read at the
/// start.</summary>
internal sealed class LiveOptions(GatewayOptions inForce, LogLevelSwitch logLevel)
{
    /// <param name="fresh">Valid as a whole.</param>
    public void Take(GatewayOptions fresh)
    {
        foreach (var key in OptionKeys.All.Where(key => key is { IsLive: true, HasNames: false }))
            key.Copy(fresh, inForce);
        inForce.Execution.Limits.Gates = fresh.Execution.Limits.Gates;
        // The limits of profiles stay: a profile is taken as a whole, at the start.
        inForce.Queue.Gates = ConfiguredGates.Of(inForce);
        logLevel.Set(inForce.Log.Level);
    }
}
