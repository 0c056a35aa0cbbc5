using System.Globalization;
using Adjoint.Graph;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Graph;

public class ExprPrinterTests
{
    private static readonly Variable A = new("a", [2, 3]), B = new("b", [2, 3]), C = new("c", [2, 3]), S = new("s", Shape.Scalar);

    public static TheoryData<string, Expr> Rows => new()
    {
        { "a", A },
        { "a + b", A + B },
        { "a + b + c", A + B + C },
        { "a + b + c", A + (B + C) },
        { "a - b - c", A - B - C },
        { "a - (b - c)", A - (B - C) },
        { "a - (b + c)", A - (B + C) },
        { "a + b - c", A + (B - C) },
        { "a * b + c", (A * B) + C },
        { "a * (b + c)", A * (B + C) },
        { "(a + b) * c", (A + B) * C },
        { "a * b * c", A * (B * C) },
        { "a / b / c", A / B / C },
        { "a / (b / c)", A / (B / C) },
        { "a / (b * c)", A / (B * C) },
        { "a * b / c", A * B / C },
        { "-a", -A },
        { "-a + b", -A + B },
        { "a - -b", A - -B },
        { "-(a + b)", -(A + B) },
        { "-(a * b)", -(A * B) },
        { "-a * b", -A * B },
        { "a * -b", A * -B },
        { "2 * a", 2 * A },
        { "a * -2.5", A * -2.5 },
        { "a + s", A + S },
        { "relu(a - b)", Relu(A - B) },
        { "relu(a) * relu(b)", Relu(A) * Relu(B) },
        { "sum(square(a - b))", SumOfSquares(A - B) },
        { "flip(a, axes 0 1)", Flip(A) },
        { "pad(a, 0x1, 2x0)", Pad(A, [0, 1], [2, 0]) },
        { "crop(a, 0x1, 1x0)", Crop(A, [0, 1], [1, 0]) },
        { "reshape(a, 3x2)", Reshape(A, [3, 2]) },
        { "extend(a, reflect, 1x0, 0x2)", new Extend(Extension.Reflect, [1, 0], [0, 2]).Apply(A) },
        { "constant[2]", new Constant(new Tensor<double>([2], [1, 2])) },
        { "7", new Constant(new Tensor<double>([1, 1], [7])) },
        { "0.1", new Constant(0.1) },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Parentheses_stand_only_where_they_are_needed(string text, Expr expression) => Assert.Equal(text, expression.ToString());

    [Fact]
    public void Numbers_are_written_alike_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture, commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = commas;
            Assert.Equal("2,5", 2.5.ToString(CultureInfo.CurrentCulture));
            Assert.Equal("a * 2.5", (A * 2.5).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
