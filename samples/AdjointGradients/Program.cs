// Problem P5: adjoint gradients of a convolution in one dimension, every question asked and answered by the product.
// x̂ = w * y (true convolution, valid), y of five entries, w of three; loss(w) = ‖x − x̂‖².
// dotnet run -c Release --project samples/AdjointGradients
using System.Globalization;
using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Language;
using Adjoint.Operators;
using Adjoint.Operators.InWords;
using Adjoint.Operators.Symbolic;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

Variable w = new("w", [3]), y = new("y", [5]), x = new("x", [3]), e = new("e", [3]);
Expr estimate = Convolve(w, y), loss = SumOfSquares(x - estimate);

Console.WriteLine("1. The matrix A with A y = w * y, its entries as symbols:");
SymbolicMatrix a = SymbolicMatrix.Of(estimate, y);
Print(a);

Console.WriteLine("2. The adjoint gradient with respect to y is g_y = Aᵀ ε:");
Print(a.Transpose());

Console.WriteLine("3. The same as a convolution:");
Describe(estimate.Gradient(y, e));

Console.WriteLine("4. The matrix B with B w = w * y:");
SymbolicMatrix b = SymbolicMatrix.Of(estimate, w);
Print(b);

Console.WriteLine("5. The gradient with respect to w is g_w = Bᵀ ε with ε = −2 (x − x̂):");
Print(b.Transpose());

Console.WriteLine("6. The same as a convolution:");
Describe(estimate.Gradient(w, e));

Console.WriteLine("7. With numbers the maps are operators: applied, transposed, tested, without a matrix.");
(Variable, Tensor<double>)[] at = [(w, new([3], [1, 0, -1])), (y, new([5], [1, 2, 4, 8, 16])), (x, new([3], [1, 1, 1]))];
LinearOperator map = estimate.Linearize(w, at);
Console.WriteLine($"   B w            = {map.Apply(at[0].Item2)}");
Console.WriteLine($"   dot test       : {map.DotTest().Explanation}");

Console.WriteLine("8. A slip in circulating solutions writes g_w = −2 Bᵀ ε, while ε already holds the −2. Differences decide:");
Tensor<double> residual = (x - estimate).Evaluate(at), epsilon = (-2 * (x - estimate)).Evaluate(at);
Tensor<double> right = map.Adjoint.Apply(epsilon), slip = (-2 * map.Adjoint).Apply(epsilon);
Console.WriteLine($"   x − x̂          = {residual}");
Console.WriteLine($"   Bᵀ ε           = {right}");
Console.WriteLine($"   −2 Bᵀ ε (slip) = {slip}");
Console.WriteLine($"   differences    = {Differences()}");
Console.WriteLine($"   the gradient   = {loss.Gradient(w).Evaluate(at)}");
double furthest = right.Span.ToArray().Zip(Differences().Span.ToArray(), (one, other) => Math.Abs(one - other)).Max();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   Bᵀ ε agrees with the differences to {furthest:G2}; the slip is −2 times as large."));

// The central difference quotient of the loss along each entry of w.
Tensor<double> Differences()
{
    const double step = 1e-4;
    Tensor<double> quotients = new(w.Shape);
    for (int i = 0; i < w.Shape.Size; i++)
    {
        Tensor<double> ahead = at[0].Item2.Clone(), behind = at[0].Item2.Clone();
        ahead.Span[i] += step;
        behind.Span[i] -= step;
        quotients.Span[i] = (loss.Evaluate((w, ahead), at[1], at[2]).Span[0] - loss.Evaluate((w, behind), at[1], at[2]).Span[0]) / (2 * step);
    }

    return quotients;
}

// The adjoint as words and as an expression that evaluates to the same.
void Describe(Expr adjoint)
{
    ConvolutionDescription description = ConvolutionDescriber.Describe(adjoint, e, "ε")!;
    Console.WriteLine($"   {description.Text}: {ExpressionWriter.Write(description.Expression)}\n");
}

static void Print(SymbolicMatrix matrix)
{
    for (int i = 0; i < matrix.Rows; i++)
    {
        Console.WriteLine("   " + string.Concat(Enumerable.Range(0, matrix.Columns).Select(j => $"{matrix[i, j],4}")));
    }

    Console.WriteLine();
}
