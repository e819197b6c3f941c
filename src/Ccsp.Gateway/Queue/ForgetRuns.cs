namespace Ccsp.Gateway.Queue;

/// <summary>Removes the files of a task that retention deleted.</summary>
internal delegate void ForgetRuns(string taskId);
