namespace Adjoint.Language.Tests;

/// <summary>Numbers, operators and their precedence, broadcasting and matrix products, by hand.</summary>
public sealed class ArithmeticTests
{
    [Theory]
    [InlineData("2", "2")]
    [InlineData(".5", "0.5")]
    [InlineData("1.", "1")]
    [InlineData("1e-3", "0.001")]
    [InlineData("2.5E+2", "250")]
    [InlineData("1 - 2 - 3", "-4")]
    [InlineData("1 - (2 - 3)", "2")]
    [InlineData("8 / 4 / 2", "1")]
    [InlineData("8 / 4 * 2", "4")]
    [InlineData("2 + 3 * 4", "14")]
    [InlineData("(2 + 3) * 4", "20")]
    [InlineData("-3 + 5", "2")]
    [InlineData("--3", "3")]
    [InlineData("2 - -3", "5")]
    [InlineData("2 * -3", "-6")]
    [InlineData("-2 * -3", "6")]
    [InlineData("((((7))))", "7")]
    [InlineData("\t1\n+ 1 ", "2")]
    public void Arithmetic_of_numbers(string expression, string expected) => Holds(expression, "", expected);

    [Theory]
    [InlineData("-x^2", "-9")]
    [InlineData("(-x)^2", "9")]
    [InlineData("x^2", "9")]
    [InlineData("x^3", "27")]
    [InlineData("x^0", "1")]
    [InlineData("x^1", "3")]
    [InlineData("x^-1 * 3", "1")]
    [InlineData("x^--2", "9")]
    [InlineData("(x + 1)^0.5", "2")]
    [InlineData("x^(1 + 1)", "9")]
    [InlineData("2 * x^2", "18")]
    [InlineData("2 - -x^2", "11")]
    [InlineData("2^3^2", "512")]
    [InlineData("(2^3)^2", "64")]
    [InlineData("2^-2", "0.25")]
    [InlineData("-2^-2", "-0.25")]
    [InlineData("2^-1^2", "0.5")]
    [InlineData("x^2^0.5^2", "3.693141867263275")] // 3^(2^(1/4)), by Python
    [InlineData("x^(4^0.5)", "9")]
    public void Powers_bind_tighter_than_signs_and_to_the_right(string expression, string expected) => Holds(expression, "x=3", expected);

    [Theory]
    [InlineData("m + r", "[[11,22],[13,24]]")]
    [InlineData("r + m", "[[11,22],[13,24]]")]
    [InlineData("m * c", "[[1,2],[6,8]]")]
    [InlineData("c - r", "[[-9,-19],[-8,-18]]")]
    [InlineData("1 / r", "[0.1,0.05]")]
    [InlineData("m / m", "[[1,1],[1,1]]")]
    [InlineData("m - 1", "[[0,1],[2,3]]")]
    [InlineData("-m", "[[-1,-2],[-3,-4]]")]
    [InlineData("s * m", "[[5,10],[15,20]]")]
    [InlineData("m^2", "[[1,4],[9,16]]")]
    public void Broadcasting_is_numpys(string expression, string expected) => Holds(expression, "m=[[1,2],[3,4]] r=[10,20] c=[[1],[2]] s=5", expected);

    [Theory]
    [InlineData("m @ v", "[3,7]")]
    [InlineData("v @ m", "[4,6]")]
    [InlineData("v @ u", "7")]
    [InlineData("m @ p", "[[2,1],[4,3]]")]
    [InlineData("b @ v", "[[3,7],[1,1]]")]
    [InlineData("v @ b", "[[4,6],[1,1]]")]
    [InlineData("b @ p", "[[[2,1],[4,3]],[[1,0],[0,1]]]")]
    [InlineData("p @ b", "[[[3,4],[1,2]],[[1,0],[0,1]]]")]
    [InlineData("m @ v * u", "[9,28]")]
    [InlineData("2 * m @ v", "[6,14]")]
    [InlineData("m @ v + u", "[6,11]")]
    [InlineData("m @ -v", "[-3,-7]")]
    [InlineData("m @ p @ v", "[3,7]")]
    [InlineData("v @ m @ u", "36")]
    public void Matrix_products_are_numpys(string expression, string expected) =>
        Holds(expression, "m=[[1,2],[3,4]] p=[[0,1],[1,0]] b=[[[1,2],[3,4]],[[0,1],[1,0]]] v=[1,1] u=[3,4]", expected);

    private static void Holds(string expression, string bindings, string expected) =>
        Arrays.AssertClose(Arrays.Read(expected), Arrays.Evaluate(expression, bindings));
}
