namespace Ccsp.Gateway.Engines;

/// <summary>An engine whose program can say whether it is signed in. Pure, as <see cref="IEngine"/> is.</summary>
internal interface ILoginQuestion
{
    /// <summary>The question under one profile.</summary>
    LoginQuestion Ask(ProfileSurroundings profile);

    /// <summary>Reads the answer.</summary>
    LoginAnswer Read(int? exitCode, string stdout, string stderr);
}
