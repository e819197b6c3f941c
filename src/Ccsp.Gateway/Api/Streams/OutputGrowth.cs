namespace Ccsp.Gateway.Api.Streams;

/// <summary>
/// Signals that the standard output of a run may have grown. Take it before reading and await it afterwards, so that no growth is missed.
/// Only a hint: followers also poll slowly.
/// </summary>
/// <returns>Completes with the next growth; null when nothing watches that run.</returns>
internal delegate Task? OutputGrowth(string taskId, int run);
