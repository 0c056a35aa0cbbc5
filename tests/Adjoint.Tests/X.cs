namespace Adjoint.Tests;
public class X { [Fact] public void A() => Assert.True(true); }
