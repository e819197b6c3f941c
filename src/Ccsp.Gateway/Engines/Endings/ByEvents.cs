using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>Classifies a run that ended without a result, by its last events about requests.</summary>
internal static class ByEvents
{
    public static Verdict? Judge(RunEvidence evidence)
    {
        var said = evidence.Transcript;
        // A killed process may have been in the middle of a successful retry.
        if (said.Result is not null || evidence.KilledBy is not null)
            return null;
        if (said.Failure is { } failure)
            return ApiFailures.Judge(failure.Status, failure, evidence, said.FailureText ?? "");
        // No HTTP status: the request never reached the API.
        if (said.LastRetry is { Status: null, Error: "unknown" })
            return new Verdict(EndingClass.Network, "event", "The engine gave up while the API could not be reached.");
        if (said.LastRetry is { } retry)
            return ApiFailures.Judge(
                retry.Status, new ApiFailure(retry.Error, null, null, retry.Status), evidence,
                $"The engine gave up while the API answered {retry.Error}.");
        return null;
    }
}
