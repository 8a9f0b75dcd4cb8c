//! The ABI against Microsoft's own metadata: every structure that the windows-sys crate has, field by field.

use std::mem::offset_of;

/// Compares sizes and offsets; `ours = theirs` where the crate calls a field otherwise.
macro_rules! same {
    ($($name:ident { $($field:ident $(= $theirs:ident)?),* })*) => {
        /// Structures in which something is elsewhere, and how many fields were compared.
        fn compared() -> (Vec<String>, usize) {
            let mut wrong = Vec::new();
            let mut count = 0;
            $({
                use mi::abi::$name as Ours;
                use windows_sys::Win32::System::Wmi::$name as Theirs;
                // The table of contexts has one more slot at its end on other systems.
                let sizes = (size_of::<Ours>(), size_of::<Theirs>());
                if sizes.0 != sizes.1 && stringify!($name) != "MI_ContextFT" {
                    wrong.push(format!("{}: {sizes:?}", stringify!($name)));
                }
                $({
                    let ours = offset_of!(Ours, $field);
                    let theirs = same!(@offset Theirs $field $($theirs)?);
                    count += 1;
                    if ours != theirs {
                        wrong.push(format!("{}.{}: {ours}, {theirs}", stringify!($name), stringify!($field)));
                    }
                })*
            })*
            (wrong, count)
        }
    };
    (@offset $type:ident $ours:ident) => { offset_of!($type, $ours) };
    (@offset $type:ident $ours:ident $theirs:ident) => { offset_of!($type, $theirs) };
}

same! {
    MI_Application { reserved1, reserved2, ft }
    MI_ApplicationFT {
        Close, NewSession, NewHostedProvider, NewInstance, NewDestinationOptions, NewOperationOptions,
        NewSubscriptionDeliveryOptions, NewSerializer, NewDeserializer, NewInstanceFromClass, NewClass
    }
    MI_Array { data, size }
    MI_ArrayField { value, exists, flags }
    MI_BooleanA { data, size }
    MI_BooleanAField { value, exists, flags }
    MI_BooleanField { value, exists, flags }
    MI_Char16A { data, size }
    MI_Char16AField { value, exists, flags }
    MI_Char16Field { value, exists, flags }
    MI_Class { ft, classDecl, namespaceName, serverName, reserved }
    MI_ClassDecl {
        flags, code, name, qualifiers, numQualifiers, properties, numProperties, size, superClass,
        superClassDecl, methods, numMethods, schema, providerFT, owningClass
    }
    MI_ClassFT {
        GetClassName = GetClassNameA, GetNameSpace, GetServerName, GetElementCount, GetElement,
        GetElementAt, GetClassQualifierSet, GetMethodCount, GetMethodAt, GetMethod, GetParentClassName,
        GetParentClass, Delete, Clone
    }
    MI_ClientFT_V1 {
        applicationFT, sessionFT, operationFT, hostedProviderFT, serializerFT, deserializerFT,
        subscribeDeliveryOptionsFT, destinationOptionsFT, operationOptionsFT, utilitiesFT
    }
    MI_ConstBooleanA { data, size }
    MI_ConstBooleanAField { value, exists, flags }
    MI_ConstBooleanField { value, exists, flags }
    MI_ConstChar16A { data, size }
    MI_ConstChar16AField { value, exists, flags }
    MI_ConstChar16Field { value, exists, flags }
    MI_ConstDatetimeA { data, size }
    MI_ConstDatetimeAField { value, exists, flags }
    MI_ConstDatetimeField { value, exists, flags }
    MI_ConstInstanceA { data, size }
    MI_ConstInstanceAField { value, exists, flags }
    MI_ConstInstanceField { value, exists, flags }
    MI_ConstReal32A { data, size }
    MI_ConstReal32AField { value, exists, flags }
    MI_ConstReal32Field { value, exists, flags }
    MI_ConstReal64A { data, size }
    MI_ConstReal64AField { value, exists, flags }
    MI_ConstReal64Field { value, exists, flags }
    MI_ConstReferenceA { data, size }
    MI_ConstReferenceAField { value, exists, flags }
    MI_ConstReferenceField { value, exists, flags }
    MI_ConstSint16A { data, size }
    MI_ConstSint16AField { value, exists, flags }
    MI_ConstSint16Field { value, exists, flags }
    MI_ConstSint32A { data, size }
    MI_ConstSint32AField { value, exists, flags }
    MI_ConstSint32Field { value, exists, flags }
    MI_ConstSint64A { data, size }
    MI_ConstSint64AField { value, exists, flags }
    MI_ConstSint64Field { value, exists, flags }
    MI_ConstSint8A { data, size }
    MI_ConstSint8AField { value, exists, flags }
    MI_ConstSint8Field { value, exists, flags }
    MI_ConstStringA { data, size }
    MI_ConstStringAField { value, exists, flags }
    MI_ConstStringField { value, exists, flags }
    MI_ConstUint16A { data, size }
    MI_ConstUint16AField { value, exists, flags }
    MI_ConstUint16Field { value, exists, flags }
    MI_ConstUint32A { data, size }
    MI_ConstUint32AField { value, exists, flags }
    MI_ConstUint32Field { value, exists, flags }
    MI_ConstUint64A { data, size }
    MI_ConstUint64AField { value, exists, flags }
    MI_ConstUint64Field { value, exists, flags }
    MI_ConstUint8A { data, size }
    MI_ConstUint8AField { value, exists, flags }
    MI_ConstUint8Field { value, exists, flags }
    MI_Context { ft, reserved }
    MI_ContextFT {
        PostResult, PostInstance, PostIndication, ConstructInstance, ConstructParameters, NewInstance,
        NewDynamicInstance, NewParameters, Canceled, GetLocale, RegisterCancel, RequestUnload, RefuseUnload,
        GetLocalSession, SetStringOption, GetStringOption, GetNumberOption, GetCustomOption,
        GetCustomOptionCount, GetCustomOptionAt, WriteMessage, WriteProgress, WriteStreamParameter,
        WriteCimError, PromptUser, ShouldProcess, ShouldContinue, PostError, PostCimError, WriteError
    }
    MI_Datetime { isTimestamp, u }
    MI_DatetimeA { data, size }
    MI_DatetimeAField { value, exists, flags }
    MI_DatetimeField { value, exists, flags }
    MI_Deserializer { reserved1, reserved2 }
    MI_DeserializerFT {
        Close, DeserializeClass, Class_GetClassName, Class_GetParentClassName, DeserializeInstance,
        Instance_GetClassName
    }
    MI_DestinationOptions { reserved1, reserved2, ft }
    MI_DestinationOptionsFT {
        Delete, SetString, SetNumber, AddCredentials, GetString, GetNumber, GetOptionCount, GetOptionAt,
        GetOption, GetCredentialsCount, GetCredentialsAt, GetCredentialsPasswordAt, Clone, SetInterval,
        GetInterval
    }
    MI_FeatureDecl { flags, code, name, qualifiers, numQualifiers }
    MI_Filter { ft, reserved }
    MI_FilterFT { Evaluate, GetExpression }
    MI_HostedProvider { reserved1, reserved2, ft }
    MI_HostedProviderFT { Close, GetApplication }
    MI_Instance { ft, classDecl, serverName, nameSpace, reserved }
    MI_InstanceA { data, size }
    MI_InstanceAField { value, exists, flags }
    MI_InstanceExFT { parent, Normalize }
    MI_InstanceFT {
        Clone, Destruct, Delete, IsA, GetClassName = GetClassNameA, SetNameSpace, GetNameSpace,
        GetElementCount, AddElement, SetElement, SetElementAt, GetElement, GetElementAt, ClearElement,
        ClearElementAt, GetServerName, SetServerName, GetClass
    }
    MI_InstanceField { value, exists, flags }
    MI_Interval { days, hours, minutes, seconds, microseconds, __padding1, __padding2, __padding3 }
    MI_MethodDecl {
        flags, code, name, qualifiers, numQualifiers, parameters, numParameters, size, returnType, origin,
        propagator, schema, function
    }
    MI_Module { version, generatorVersion, flags, charSize, schemaDecl, Load, Unload, dynamicProviderFT }
    MI_ObjectDecl { flags, code, name, qualifiers, numQualifiers, properties, numProperties, size }
    MI_Operation { reserved1, reserved2, ft }
    MI_OperationCallbacks {
        callbackContext, promptUser, writeError, writeMessage, writeProgress, instanceResult,
        indicationResult, classResult, streamedParameterResult
    }
    MI_OperationFT { Close, Cancel, GetSession, GetInstance, GetIndication, GetClass }
    MI_OperationOptions { reserved1, reserved2, ft }
    MI_OperationOptionsFT {
        Delete, SetString, SetNumber, SetCustomOption, GetString, GetNumber, GetOptionCount, GetOptionAt,
        GetOption, GetEnabledChannels, Clone, SetInterval, GetInterval
    }
    MI_ParameterDecl { flags, code, name, qualifiers, numQualifiers, className, subscript, offset, r#type }
    MI_ParameterSet { reserved1, reserved2, ft }
    MI_ParameterSetFT { GetMethodReturnType, GetParameterCount, GetParameterAt, GetParameter }
    MI_PropertyDecl {
        flags, code, name, qualifiers, numQualifiers, className, subscript, offset, origin, propagator,
        value, r#type
    }
    MI_PropertySet { ft, reserved }
    MI_PropertySetFT {
        GetElementCount, ContainsElement, AddElement, GetElementAt, Clear, Destruct, Delete, Clone
    }
    MI_ProviderFT {
        Load, Unload, GetInstance, EnumerateInstances, CreateInstance, ModifyInstance, DeleteInstance,
        AssociatorInstances, ReferenceInstances, EnableIndications, DisableIndications, Subscribe,
        Unsubscribe, Invoke
    }
    MI_Qualifier { name, flavor, value, r#type }
    MI_QualifierDecl { name, scope, flavor, subscript, value, r#type }
    MI_QualifierSet { reserved1, reserved2, ft }
    MI_QualifierSetFT { GetQualifierCount, GetQualifierAt, GetQualifier }
    MI_Real32A { data, size }
    MI_Real32AField { value, exists, flags }
    MI_Real32Field { value, exists, flags }
    MI_Real64A { data, size }
    MI_Real64AField { value, exists, flags }
    MI_Real64Field { value, exists, flags }
    MI_ReferenceA { data, size }
    MI_ReferenceAField { value, exists, flags }
    MI_ReferenceField { value, exists, flags }
    MI_SchemaDecl { qualifierDecls, numQualifierDecls, classDecls, numClassDecls }
    MI_Serializer { reserved1, reserved2 }
    MI_SerializerFT { Close, SerializeClass, SerializeInstance }
    MI_Server { serverFT, contextFT, instanceFT, propertySetFT, filterFT }
    MI_ServerFT { GetVersion, GetSystemName }
    MI_Session { reserved1, reserved2, ft }
    MI_SessionCallbacks { callbackContext, writeMessage, writeError }
    MI_SessionFT {
        Close, GetApplication, GetInstance, ModifyInstance, CreateInstance, DeleteInstance, Invoke,
        EnumerateInstances, QueryInstances, AssociatorInstances, ReferenceInstances, Subscribe, GetClass,
        EnumerateClasses, TestConnection
    }
    MI_Sint16A { data, size }
    MI_Sint16AField { value, exists, flags }
    MI_Sint16Field { value, exists, flags }
    MI_Sint32A { data, size }
    MI_Sint32AField { value, exists, flags }
    MI_Sint32Field { value, exists, flags }
    MI_Sint64A { data, size }
    MI_Sint64AField { value, exists, flags }
    MI_Sint64Field { value, exists, flags }
    MI_Sint8A { data, size }
    MI_Sint8AField { value, exists, flags }
    MI_Sint8Field { value, exists, flags }
    MI_StringA { data, size }
    MI_StringAField { value, exists, flags }
    MI_StringField { value, exists, flags }
    MI_SubscriptionDeliveryOptions { reserved1, reserved2, ft }
    MI_SubscriptionDeliveryOptionsFT {
        SetString, SetNumber, SetDateTime, SetInterval, AddCredentials, Delete, GetString, GetNumber,
        GetDateTime, GetInterval, GetOptionCount, GetOptionAt, GetOption, GetCredentialsCount,
        GetCredentialsAt, GetCredentialsPasswordAt, Clone
    }
    MI_Timestamp { year, month, day, hour, minute, second, microseconds, utc }
    MI_Uint16A { data, size }
    MI_Uint16AField { value, exists, flags }
    MI_Uint16Field { value, exists, flags }
    MI_Uint32A { data, size }
    MI_Uint32AField { value, exists, flags }
    MI_Uint32Field { value, exists, flags }
    MI_Uint64A { data, size }
    MI_Uint64AField { value, exists, flags }
    MI_Uint64Field { value, exists, flags }
    MI_Uint8A { data, size }
    MI_Uint8AField { value, exists, flags }
    MI_Uint8Field { value, exists, flags }
    MI_UserCredentials { authenticationType, credentials }
    MI_UsernamePasswordCreds { domain, username, password }
    MI_UtilitiesFT { MapErrorToMiErrorCategory, CimErrorFromErrorCode }
    MI_Value {
        boolean, uint8, sint8, uint16, sint16, uint32, sint32, uint64, sint64, real32, real64, char16,
        datetime, string, instance, reference, booleana, uint8a, sint8a, uint16a, sint16a, uint32a, sint32a,
        uint64a, sint64a, real32a, real64a, char16a, datetimea, stringa, referencea, instancea, array
    }
}

#[test]
fn structures_have_the_layout_of_the_metadata() {
    let (wrong, count) = compared();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 600, "only {count} fields were compared");
}
