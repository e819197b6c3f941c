namespace Ccsp.Gateway.Api.Streams;

/// <summary>
/// Tells when the standard output of a run may have grown. Taken before looking and awaited after, so that no growth slips through. Only a
/// hint: followers look slowly in any case.
/// </summary>
/// <returns>Completes with the next growth; null when nobody watches that run.</returns>
internal delegate Task? OutputGrowth(string taskId, int run);
