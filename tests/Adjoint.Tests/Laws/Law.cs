namespace Adjoint.Tests.Laws;

/// <summary>Laws return what is wrong, or nothing; here that becomes a test's verdict.</summary>
public static class Law
{
    public static void Holds(string? violation) => Assert.True(violation is null, violation);

    public static void IsBroken(string? violation, string what) => Assert.True(violation is not null, $"{what}: no law noticed.");
}
