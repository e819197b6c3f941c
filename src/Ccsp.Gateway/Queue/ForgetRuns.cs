namespace Ccsp.Gateway.Queue;

/// <summary>Deletes the files of a task that retention removed.</summary>
internal delegate void ForgetRuns(string taskId);
