namespace Ccsp.Gateway.Settings;

/// <summary>Which part of a key's value is a path.</summary>
internal enum PathPart
{
    None,

    /// <summary>A folder, relative to the working directory.</summary>
    Folder,

    /// <summary>Every item of a list.</summary>
    Items,

    /// <summary>
    /// A program: the value or the first item of a list. Without a slash it is looked up on PATH, with one it is relative to the working
    /// directory.
    /// </summary>
    Program,
}
