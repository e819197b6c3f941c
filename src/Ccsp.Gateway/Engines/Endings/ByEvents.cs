using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>Judges a run that ended without a result by the last things it said about its requests.</summary>
internal static class ByEvents
{
    public static Verdict? Judge(RunEvidence evidence)
    {
        var said = evidence.Transcript;
        // A process that was killed may have been in the middle of a retry that would have worked.
        if (said.Result is not null || evidence.KilledBy is not null)
            return null;
        if (said.Failure is { } failure)
            return ApiFailures.Judge(failure.Status, failure, evidence, said.FailureText ?? "");
        // No HTTP status at all: the request never reached the API.
        if (said.LastRetry is { Status: null, Error: "unknown" })
            return new Verdict(EndingClass.Network, "event", "The engine gave up while the API could not be reached.");
        if (said.LastRetry is { } retry)
            return ApiFailures.Judge(
                retry.Status, new ApiFailure(retry.Error, null, null, retry.Status), evidence,
                $"The engine gave up while the API answered {retry.Error}.");
        return null;
    }
}
