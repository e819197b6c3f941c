namespace Ccsp.Gateway.Execution;

/// <summary>Reports a named step, where tests inject faults.</summary>
internal delegate void Reached(string step);
