// A C++ client: owners of handles, overloads and templates on the enums, callbacks without captures, members of tables.
#include <MI.h>

#include <string>
#include <vector>

namespace {

std::string describe(MI_Result result) { return result == MI_RESULT_OK ? "ok" : "failed"; }
std::string describe(MI_Type type) { return type == MI_STRING ? "string" : "other"; }
std::string describe(MI_Uint32 number) { return std::to_string(number); }
std::string describe(MI_Uint64 number) { return std::to_string(number); }

template <typename Handle, MI_Result(MI_CALL *)(Handle *)> struct Tag {};

template <MI_Type> struct Field;
template <> struct Field<MI_UINT32> {
    static MI_Uint32 of(const MI_Value &value) { return value.uint32; }
};
template <> struct Field<MI_BOOLEAN> {
    static bool of(const MI_Value &value) { return value.boolean != MI_FALSE; }
};

class Application {
public:
    Application() {
        handle_ = MI_APPLICATION_NULL;
        if (MI_Application_Initialize(0, nullptr, nullptr, &handle_) != MI_RESULT_OK) handle_ = MI_APPLICATION_NULL;
    }
    Application(const Application &) = delete;
    Application &operator=(const Application &) = delete;
    ~Application() { MI_Application_Close(&handle_); }
    MI_Application *get() { return &handle_; }

private:
    MI_Application handle_;
};

struct Collected {
    std::vector<std::string> names;
    MI_Result result = MI_RESULT_FAILED;
};

MI_OperationCallbacks collecting(Collected &into) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    callbacks.callbackContext = &into;
    callbacks.classResult = [](MI_Operation *operation, void *context, const MI_Class *result, MI_Boolean more,
                               MI_Result code, const MI_Char *, const MI_Instance *,
                               MI_Result(MI_CALL * acknowledge)(MI_Operation *)) {
        auto &collected = *static_cast<Collected *>(context);
        const MI_Char *name = nullptr;
        if (result && MI_Class_GetClassName(result, &name) == MI_RESULT_OK) collected.names.push_back(name);
        if (!more) collected.result = code;
        if (acknowledge) acknowledge(operation);
    };
    return callbacks;
}

struct _MI_Instance *clone(const struct _MI_Instance *instance) {
    MI_Instance *copy = nullptr;
    return instance->ft->Clone(instance, &copy) == MI_RESULT_OK ? copy : nullptr;
}

}  // namespace

int main() {
    Application application;
    MI_Session session = MI_SESSION_NULL;
    MI_Operation operation = MI_OPERATION_NULL;
    Collected collected;
    MI_OperationCallbacks callbacks = collecting(collected);
    MI_Value value;
    value.uint32 = 4;
    MI_Uint32 count = 0;
    MI_Type types[] = {MI_STRING, static_cast<MI_Type>(MI_STRING | MI_ARRAY)};
    MI_Application_NewSession(application.get(), nullptr, nullptr, nullptr, nullptr, nullptr, &session);
    MI_Session_EnumerateClasses(&session, 0, nullptr, MI_T("root/cimv2"), nullptr, MI_TRUE, &callbacks, &operation);
    MI_Instance *copies[] = {nullptr, nullptr};
    if (copies[0]) copies[1] = clone(copies[0]);
    MI_Instance_GetElementCount(copies[1], &count);
    mi_clientFT_V1->utilitiesFT->MapErrorToMiErrorCategory(MI_RESULT_TYPE_MI, 1);
    MI_Utilities_MapErrorToMiErrorCategory(MI_RESULT_TYPE_ERRNO, 2);
    MI_Session_Close(&session, nullptr, nullptr);
    return (describe(collected.result) + describe(types[1]) + describe(Field<MI_UINT32>::of(value)) +
            describe(MI_Uint64(count))).empty() + Field<MI_BOOLEAN>::of(value);
}
